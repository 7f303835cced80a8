/** How much a straight line through evenly spaced samples rises from the first to the last of them (least squares). */
export function rise(samples: readonly number[]): number {
  const middle = (samples.length - 1) / 2;
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  let [together, spread] = [0, 0];
  for (const [index, sample] of samples.entries()) {
    together += (index - middle) * (sample - mean);
    spread += (index - middle) ** 2;
  }
  return spread === 0 ? 0 : (together / spread) * (samples.length - 1);
}
