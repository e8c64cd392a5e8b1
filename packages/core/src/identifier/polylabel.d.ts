/** The reference implementation, used by tests and benchmarks only; the package carries no types. */
declare module 'polylabel' {
  export default function polylabel(
    rings: readonly (readonly (readonly number[])[])[],
    precision?: number,
  ): [number, number] & { distance: number };
}
