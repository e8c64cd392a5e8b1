/** Parcels as they are drawn with a set square: the hard cases of the pole, for tests and vectors. */
import type { Point } from './shapes.test-data.ts';

/** Corners of a box from its south-western one, metres. */
export const box = (w: number, h: number, x = 0, y = 0): Point[] => [
  [x, y],
  [x + w, y],
  [x + w, y + h],
  [x, y + h],
];
/** Rings of shapes whose poles are ridges and ties, metres; the first is the shell. */
export const RIGHT_ANGLED: Readonly<Record<string, Point[][]>> = {
  square: [box(20, 20)],
  rectangle: [box(5, 20)],
  L: [
    [
      [0, 0],
      [21, 0],
      [21, 3],
      [6, 3],
      [6, 26],
      [0, 26],
    ],
  ],
  T: [
    [
      [0, 20],
      [0, 15],
      [10, 15],
      [10, 0],
      [16, 0],
      [16, 15],
      [30, 15],
      [30, 20],
    ],
  ],
  U: [
    [
      [0, 0],
      [30, 0],
      [30, 30],
      [20, 30],
      [20, 10],
      [10, 10],
      [10, 30],
      [0, 30],
    ],
  ],
  H: [
    [
      [0, 0],
      [10, 0],
      [10, 10],
      [20, 10],
      [20, 0],
      [30, 0],
      [30, 30],
      [20, 30],
      [20, 20],
      [10, 20],
      [10, 30],
      [0, 30],
    ],
  ],
  cross: [
    [
      [10, 0],
      [20, 0],
      [20, 10],
      [30, 10],
      [30, 20],
      [20, 20],
      [20, 30],
      [10, 30],
      [10, 20],
      [0, 20],
      [0, 10],
      [10, 10],
    ],
  ],
  frame: [box(30, 30), box(10, 10, 10, 10)],
  'block road': [box(129, 74), box(117, 62, 6, 6)],
  'two courts': [box(50, 30), box(10, 10, 10, 10), box(10, 10, 30, 10)],
  comb: [
    [
      [0, 0],
      [40, 0],
      [40, 20],
      ...Array.from({ length: 10 }, (_, k): Point[] => {
        const x = 37 - 4 * k;
        return [
          [x + 2, 20],
          [x + 2, 3],
          [x, 3],
          [x, 20],
        ];
      }).flat(),
      [0, 20],
    ],
  ],
  triangle: [
    [
      [0, 0],
      [17, 3],
      [5, 29],
    ],
  ],
  sliver: [
    [
      [0, 0],
      [60, 0.3],
      [60, 0.5],
      [0, 0.1],
    ],
  ],
};
