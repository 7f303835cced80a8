import { fromProblem, type ProblemDetails, ProblemError } from '@hongyan/protocol';

const timeoutMs = 30_000;

/**
 * Runs a command over HTTP: with the token, else with the browser's cookie.
 * @throws ProblemError the server's, or `offline` when no server of ours answers
 */
export async function post(url: string, token: string | null, name: string, args: unknown): Promise<unknown> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (token !== null) headers['authorization'] = `Bearer ${token}`;
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(`${url}/api/${name}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(args),
      signal: AbortSignal.timeout(timeoutMs),
      cache: 'no-store',
      credentials: token === null ? 'same-origin' : 'omit',
    });
    body = await response.json();
  } catch {
    throw new ProblemError('offline');
  }
  if (response.ok) return body;
  // A proxy between us speaks for itself: the server was not reached.
  if (!isProblem(body)) throw new ProblemError('offline');
  const problem = fromProblem(body);
  const seconds = Number(response.headers.get('retry-after'));
  throw seconds > 0 ? new ProblemError(problem.code, { ...problem.params, seconds }) : problem;
}

function isProblem(body: unknown): body is ProblemDetails {
  return typeof body === 'object' && body !== null && 'code' in body && 'params' in body;
}
