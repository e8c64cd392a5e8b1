/** What is still open of a rim: stretches of its parameter, from, to, from, to …, in order. Taken from in place. */
export type Stretches = number[];

/** Takes (low, high) away; whether any of it was there. */
export function takeAway(open: Stretches, low: number, high: number): boolean {
  // Of the stretches that reach into it: the first by halving, and the end of the last.
  let first = 0;
  for (let end = open.length / 2; first < end; ) {
    const middle = (first + end) >> 1;
    if (open[2 * middle + 1]! > low) end = middle;
    else first = middle + 1;
  }
  first *= 2;
  if (first === open.length || open[first]! >= high) return false;
  let last = first + 2;
  while (last < open.length && open[last]! < high) last += 2;
  const from = open[first]!;
  const to = open[last - 1]!;
  if (open.length === 2 && from >= low) {
    // Most often the one stretch there is, at its beginning, its end or as a whole.
    if (to > high) open[0] = high;
    else {
      open.pop();
      open.pop();
    }
  } else if (open.length === 2 && to <= high) open[1] = low;
  else {
    const left = from < low ? [from, low] : [];
    if (to > high) left.push(high, to);
    open.splice(first, last - first, ...left);
  }
  return true;
}
