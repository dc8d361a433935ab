declare module 'vnu-jar' {
  /** Where the checker's Java program lies. */
  const jar: string
  export default jar
}
