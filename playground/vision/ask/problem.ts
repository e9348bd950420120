export { Failure, noAnswer, problemOf, type Problem } from '../../../src/client/ask/problem';
