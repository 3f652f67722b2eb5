/** A file that is not taken, and why, in words for the operator and without anything personal. */
export class ImportRefusal extends Error {
  override readonly name = 'ImportRefusal'
}
