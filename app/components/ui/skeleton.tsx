/** The place of something that is on its way; fills its parent, which has the size of what will come. */
export const Skeleton = () => (
  <span aria-hidden className="absolute inset-0 rounded-sm bg-hover motion-safe:animate-pulse" />
)
