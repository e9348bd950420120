/** What is wrong in `denseql.config.ts`: a setting like others, so that the command line ends as it does for those. */
export class OperatorMistake extends Error {
  override readonly name = 'OperatorMistake';
}
