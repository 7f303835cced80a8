const tries = 3;

/**
 * Does again what PostgreSQL ended to let somebody else go on (deadlock_detected): all of it was rolled back. The order
 * of locks keeps that rare; it cannot rule it out where a foreign key locks, too.
 */
export async function retryDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !isDeadlock(error)) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01';
}
