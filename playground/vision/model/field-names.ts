// What the fields of an answer, and the arguments and options of a question, are called that mean something to the page, whatever the task.

/** What a thing is. */
export const NAMES: readonly string[] = ['label', 'name', 'class', 'text', 'of'];
/** How sure the method is. */
export const SCORES: readonly string[] = ['score', 'confidence', 'probability', 'similarity'];
/** How much of the picture. */
export const SHARES: readonly string[] = ['coverage', 'share'];
/** From which value of a map on a place counts, by the name of the map: `mapThreshold`. */
export const thresholdOf = (map: string): string => `${map}Threshold`;
/** From which score on a thing counts as there. */
export const LEAST_SCORES: readonly string[] = ['minPresence', 'minScore'];
