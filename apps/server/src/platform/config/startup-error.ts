/** Why the server cannot start, in one sentence that says what to do. It is shown as it is, without a stack. */
export class StartupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartupError';
  }
}
