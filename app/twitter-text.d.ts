/** The part of twitter-text that is used here; the package brings no types. */
declare module 'twitter-text' {
  interface Entity {
    /** Where it begins and ends, in UTF-16 units. */
    readonly indices: readonly [number, number]
  }
  const twitter: {
    /** The length of a post as X counts it: 280 at most. */
    parseTweet(text: string): { readonly weightedLength: number }
    extractUrlsWithIndices(text: string, options: { extractUrlsWithoutProtocol: boolean }): readonly Entity[]
  }
  export default twitter
}
