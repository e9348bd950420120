export { Tensors } from './tensors.js';
