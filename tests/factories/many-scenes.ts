import fc from 'fast-check'

/** So often is each property of what protects a merchant tried. */
export const RUNS = 1_000

/**
 * A property over scenes of which any number can be played in one database at once: what fast-check is about to try is
 * played together beforehand, and only what it shrinks a failure to is played by itself.
 */
export async function forAllScenes<Scene, Outcome>(
  scenes: fc.Arbitrary<Scene>,
  play: (scenes: readonly Scene[]) => Promise<Outcome[]>,
  judge: (scene: Scene, outcome: Outcome) => void,
): Promise<void> {
  const [seed = 0] = fc.sample(fc.integer(), 1)
  const tried = fc.sample(scenes, { seed, numRuns: RUNS })
  const outcomes = await play(tried)
  const known = new Map(tried.map((scene, index) => [JSON.stringify(scene), outcomes[index]]))
  const outcomeOf = async (scene: Scene) => known.get(JSON.stringify(scene)) ?? (await play([scene]))[0]
  await fc.assert(
    fc.asyncProperty(scenes, async (scene) => judge(scene, (await outcomeOf(scene)) as Outcome)),
    { seed, numRuns: RUNS },
  )
}
