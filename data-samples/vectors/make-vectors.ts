/**
 * The shapes of parcel-id.csv: seeded, so that anyone can draw them again, but the CSV is the specification: once published,
 * a row changes only with the version of the algorithm. `UPDATE=1 npx vitest run data-samples/vectors` writes the files.
 */
import { projection } from '@thuadat/core/geodesy/vn2000';
import { ZONES } from '@thuadat/core/geodesy/zone';
import type { Polygonal } from '@thuadat/core/geometry/polygonal';
import { box, RIGHT_ANGLED } from '@thuadat/core/identifier/right-angled.test-data';
import {
  believableParcel,
  type Point,
  placed,
  type Random,
  seededRandom,
} from '@thuadat/core/identifier/shapes.test-data';

/** Rows with the same `twin` are one parcel written down in different ways and must get one identifier. */
export type Shape = {
  readonly group: string;
  readonly zone: number;
  readonly wkt: string;
  readonly twin: string;
};

type Rings = readonly (readonly Point[])[];

/** WKT with the shortest decimals that read back as the same doubles; rings are closed unless they are already. */
export function wktOf(polygons: readonly Rings[]): string {
  const ringText = (ring: readonly Point[]): string => {
    const [first, last] = [ring[0]!, ring.at(-1)!];
    const closed = first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
    return `(${closed.map(([x, y]) => `${x} ${y}`).join(', ')})`;
  };
  const bodies = polygons.map((rings) => `(${rings.map(ringText).join(', ')})`);
  return bodies.length === 1 ? `POLYGON ${bodies[0]}` : `MULTIPOLYGON (${bodies.join(', ')})`;
}

const ringsOf = ({ coords }: Polygonal): Point[] =>
  Array.from({ length: coords.length / 2 - 1 }, (_, i): Point => [coords[2 * i]!, coords[2 * i + 1]!]);

/** A place in each zone: on its meridian and off it, in the north or in the south. */
function homeOf(zone: number): readonly [number, number] {
  const home: Record<number, readonly [number, number]> = {
    9208: [419735.653, 2486912.786],
    9207: [571431.319, 1015121.764],
    5897: [579101.997, 1026196.451],
  };
  return home[zone] ?? [500000 + 137 * (zone % 97), 1000000 + 15000 * (zone % 89)];
}

/** Corners to the millimetre round a centre. */
function circle(radius: number, vertices: number, x = 0, y = 0, wave = 0): Point[] {
  return Array.from({ length: vertices }, (_, i): Point => {
    const a = (2 * Math.PI * i) / vertices;
    const r = radius * (1 + wave * Math.sin(7 * a) + (wave / 3) * Math.cos(31 * a));
    return [x + r * Math.cos(a), y + r * Math.sin(a)];
  });
}

function comb(teeth: number, width: number, length: number): Point[] {
  const ring: Point[] = [[0, -width]];
  ring.push([2 * teeth * width - width, -width]);
  for (let i = teeth - 1; i >= 0; i--) {
    const x = 2 * i * width;
    ring.push([x + width, i === teeth - 1 ? length : 0], [x + width, length], [x, length], [x, 0]);
  }
  return ring.filter((p, i) => i === 0 || p[0] !== ring[i - 1]![0] || p[1] !== ring[i - 1]![1]);
}

function spiral(turns: number, gap: number): Point[] {
  const inner: Point[] = [];
  const outer: Point[] = [];
  for (let i = 0; i <= turns * 24; i++) {
    const a = (2 * Math.PI * i) / 24;
    const r = gap + (gap * a) / (2 * Math.PI);
    inner.push([r * Math.cos(a), r * Math.sin(a)]);
    outer.push([(r + gap * 0.45) * Math.cos(a), (r + gap * 0.45) * Math.sin(a)]);
  }
  return [...inner, ...outer.reverse()];
}

/** Shapes with ties, ridges, necks, holes and parts; each polygon a list of rings, metres from the place. */
const NASTY: readonly (readonly [string, readonly Rings[]])[] = [
  ['square', [RIGHT_ANGLED.square!]],
  ['rectangle: a ridge of poles', [RIGHT_ANGLED.rectangle!]],
  ['rectangle 1:50', [[box(4, 200)]]],
  [
    'triangle',
    [
      [
        [
          [0, 0],
          [17.003, 3.001],
          [5.002, 29.004],
        ],
      ],
    ],
  ],
  [
    'needle triangle',
    [
      [
        [
          [0, 0],
          [80, 0],
          [80, 0.9],
        ],
      ],
    ],
  ],
  ['sliver 20 cm wide', [RIGHT_ANGLED.sliver!]],
  [
    'L',
    [
      [
        [
          [0, 0],
          [30, 0],
          [30, 10],
          [10, 10],
          [10, 30],
          [0, 30],
        ],
      ],
    ],
  ],
  ['U: two equal poles', [RIGHT_ANGLED.U!]],
  ['H', [RIGHT_ANGLED.H!]],
  [
    'T',
    [
      [
        [
          [10, 0],
          [16, 0],
          [16, 20],
          [30, 20],
          [30, 27],
          [0, 27],
          [0, 20],
          [10, 20],
        ],
      ],
    ],
  ],
  ['cross', [RIGHT_ANGLED.cross!]],
  [
    'dumb-bell: two equal poles',
    [
      [
        [
          [0, 0],
          [20, 0],
          [20, 8],
          [40, 8],
          [40, 0],
          [60, 0],
          [60, 20],
          [40, 20],
          [40, 12],
          [20, 12],
          [20, 20],
          [0, 20],
        ],
      ],
    ],
  ],
  ['comb of 12 teeth', [[comb(12, 2.5, 18)]]],
  ['spiral', [[spiral(3, 6)]]],
  ['star', [[circle(20, 10).map(([x, y], i): Point => (i % 2 ? [x * 0.4, y * 0.4] : [x, y]))]]],
  ['frame: four equal poles', [RIGHT_ANGLED.frame!]],
  ['court off centre', [[box(40, 30), box(9, 11, 6.5, 8.25)]]],
  ['two holes', [RIGHT_ANGLED['two courts']!]],
  [
    'hole touching the shell in a point',
    [
      [
        box(40, 40),
        [
          [0, 20],
          [10, 15],
          [10, 25],
        ],
      ],
    ],
  ],
  ['ring of 36 corners', [[circle(25, 36), circle(15, 36)]]],
  ['ring of 360 corners', [[circle(200, 360), circle(191, 360)]]],
  ['two parts', [[box(20, 9)], [box(12, 12, 30, 4)]]],
  ['two equal parts', [[box(10, 10)], [box(10, 10, 25, 3)]]],
  [
    'three parts, one of them larger but narrow',
    [[box(100, 4)], [box(9, 9, 0, 10)], [box(8.5, 8.5, 20, 10)]],
  ],
  ['island in a lake', [[box(60, 60), box(40, 40, 10, 10)], [box(22, 22, 19, 19)]]],
  ['parts that touch in a point', [[box(10, 10)], [box(10, 10, 10, 10)]]],
  [
    'collinear vertices',
    [
      [
        [
          [0, 0],
          [5, 0],
          [10, 0],
          [20, 0],
          [20, 7],
          [20, 15],
          [10, 15],
          [0, 15],
          [0, 1],
        ],
      ],
    ],
  ],
  [
    'nearly a rectangle: 1 mm',
    [
      [
        [
          [0, 0],
          [5, 0],
          [5.001, 20],
          [0, 20],
        ],
      ],
    ],
  ],
];

const put = (polygons: readonly Rings[], x: number, y: number, turn: number): Point[][][] =>
  polygons.map((rings) => rings.map((ring) => placed(ring, x, y, turn)));

function nastyShapes(): Shape[] {
  return NASTY.flatMap(([group, polygons]) =>
    (
      [
        [9208, 0],
        [9207, 0.3],
        [5897, 2.2],
      ] as const
    ).map(([zone, turn]): Shape => {
      const [x, y] = homeOf(zone);
      // To the metre, so that the unturned ones lie exactly along the axes.
      return { group, zone, wkt: wktOf(put(polygons, Math.round(x), Math.round(y), turn)), twin: '' };
    }),
  );
}

function knownPoints(): Shape[] {
  return (
    [
      [9208, 419735.653, 2486912.786],
      [9208, 512416.116, 2400346.75],
      [9207, 571431.319, 1015121.764],
      [5897, 579101.997, 1026196.451],
    ] as const
  ).map(([zone, x, y]): Shape => {
    const mm = (value: number) => Math.round(value * 1000) / 1000;
    const ring: Point[] = [
      [mm(x - 1), mm(y - 1)],
      [mm(x + 1), mm(y - 1)],
      [mm(x + 1), mm(y + 1)],
      [mm(x - 1), mm(y + 1)],
    ];
    return { group: 'square round a known point', zone, wkt: wktOf([[ring]]), twin: '' };
  });
}

function believableShapes(random: Random): Shape[] {
  const shapes: Shape[] = [];
  const draw = (zone: number, group: string) => {
    const [x, y] = homeOf(zone);
    shapes.push({ group, zone, wkt: wktOf([[ringsOf(believableParcel(random, x, y))]]), twin: '' });
  };
  for (const zone of [9208, 9207, 5897]) for (let i = 0; i < 16; i++) draw(zone, 'believable');
  for (const { epsg, kind } of ZONES) {
    if (kind === 'vn2000-3') for (let i = 0; i < 2; i++) draw(epsg, 'every zone');
  }
  return shapes;
}

/** One parcel, written down in every way that must not matter. */
function twins(random: Random): Shape[] {
  const shapes: Shape[] = [];
  const [x, y] = homeOf(9208);
  const ring = ringsOf(believableParcel(random, x, y));
  const from = (start: number): Point[] => ring.map((_, i) => ring[(i + start) % ring.length]!);
  const noisy = ring.map(([px, py]): Point => [px + 2e-5 * (random() - 0.5), py + 2e-5 * (random() - 0.5)]);
  const repeated = ring.flatMap((p, i): Point[] => (i % 3 === 0 ? [p, p] : [p]));
  const add = (twin: string, zone: number, group: string, polygons: readonly Rings[]) =>
    shapes.push({ group, zone, wkt: wktOf(polygons), twin });
  for (let i = 0; i < ring.length; i += 2) add('ring', 9208, `from vertex ${i + 1}`, [[from(i)]]);
  add('ring', 9208, 'the other way round', [[[...ring].reverse()]]);
  add('ring', 9208, 'vertices written twice', [[repeated]]);
  add('ring', 9208, 'noise of 10 micrometres', [[noisy]]);
  const rectangle = placed(box(6, 23), Math.round(x), Math.round(y), 0.7);
  for (let i = 0; i < 4; i++) {
    const turned = rectangle.map((_, k) => rectangle[(k + i) % 4]!);
    add('rectangle', 9208, `rectangle from corner ${i + 1}`, [[turned]]);
    add('rectangle', 9208, `rectangle from corner ${i + 1}, the other way round`, [[[...turned].reverse()]]);
  }
  const [shell, a, b] = put(
    [[box(50, 30), box(10, 10, 10, 10), box(10, 10, 30, 10)]],
    Math.round(x),
    Math.round(y),
    1.1,
  )[0]!;
  add('holes', 9208, 'two holes', [[shell!, a!, b!]]);
  add('holes', 9208, 'the holes in the other order', [[shell!, b!, a!]]);
  add('holes', 9208, 'all rings the same way round', [[shell!, [...b!].reverse(), [...a!].reverse()]]);
  const [one, two, three] = put(
    [[box(10, 10)], [box(10, 10, 25, 3)], [box(10, 10, 3, 25)]],
    Math.round(x),
    Math.round(y),
    0,
  );
  for (const order of [
    [one, two, three],
    [three, one, two],
    [two, three, one],
  ]) {
    add('parts', 9208, 'three equal parts', order as Rings[]);
  }
  return shapes;
}

function largeShapes(): Shape[] {
  const [x, y] = homeOf(9207);
  return [
    {
      group: '5,000 vertices',
      zone: 9207,
      wkt: wktOf(put([[circle(800, 5000, 0, 0, 0.12)]], x, y, 0.4)),
      twin: '',
    },
    {
      group: 'comb of 100 teeth',
      zone: 9208,
      wkt: wktOf(put([[comb(100, 1.5, 40)]], 420100, 2487000, 0.2)),
      twin: '',
    },
    {
      group: 'road of 2 km',
      zone: 5897,
      wkt: wktOf(
        put(
          [
            [
              [
                [0, 0],
                [900, 45],
                [2000, 0],
                [2000, 12],
                [900, 57],
                [0, 12],
              ],
            ],
          ],
          579000,
          1026000,
          0.9,
        ),
      ),
      twin: '',
    },
  ];
}

/** Where programs that take the vertices or the parts as they come part ways with others; for parcel-id-by-method.csv. */
function formShapes(): Shape[] {
  const parts = [[box(5.2, 4.1)], [box(300.3, 6.2, 20, 0)], [box(20.1, 21.3, 0, 50)]];
  // A twentieth of a millimetre is lost on the grid, and a vertex written twice counts twice in a mean.
  const [a, b, c, d]: Point[] = [
    [512416.10003, 2400346.70004],
    [512431.73802, 2400349.21103],
    [512428.90504, 2400377.04202],
    [512413.26602, 2400374.53104],
  ];
  return [
    {
      group: 'three parts, the first neither the largest nor the roomiest',
      zone: 9208,
      wkt: wktOf(put(parts, 512000, 2400000, 0.3)),
      twin: '',
    },
    {
      group: 'vertices between the steps of the grid, one written twice',
      zone: 9208,
      wkt: wktOf([[[a!, b!, b!, c!, d!]]]),
      twin: '',
    },
  ];
}

/** Parcels that get no identifier. */
function refused(): Shape[] {
  const [x, y] = [419700, 2486900];
  const at = (...polygons: Rings[]): string => wktOf(put(polygons, x, y, 0));
  const rows: readonly (readonly [string, string])[] = [
    ['empty', 'POLYGON EMPTY'],
    ['no such number', `POLYGON ((${x} ${y}, ${x + 10} ${y}, nan ${y + 10}, ${x} ${y}))`],
    ['beyond any zone', `POLYGON ((${x} ${y}, ${x + 10} ${y}, 99999999999 ${y + 10}, ${x} ${y}))`],
    [
      'two vertices',
      at([
        [
          [0, 0],
          [10, 0],
        ],
      ]),
    ],
    [
      'one vertex thrice',
      at([
        [
          [0, 0],
          [0, 0],
          [0, 0],
        ],
      ]),
    ],
    [
      'all on one line',
      at([
        [
          [0, 0],
          [10, 5],
          [20, 10],
          [30, 15],
        ],
      ]),
    ],
    ['smaller than the grid', `POLYGON ((${x} ${y}, ${x}.00003 ${y}, ${x} ${y}.00002, ${x} ${y}))`],
    [
      'bow-tie',
      at([
        [
          [0, 0],
          [10, 10],
          [10, 0],
          [0, 10],
        ],
      ]),
    ],
    [
      'spike',
      at([
        [
          [0, 0],
          [10, 0],
          [10, 10],
          [5, 10],
          [5, 20],
          [5, 10],
          [0, 10],
        ],
      ]),
    ],
    [
      'touches itself in a vertex',
      at([
        [
          [0, 0],
          [10, 0],
          [5, 5],
          [10, 10],
          [0, 10],
          [5, 5],
        ],
      ]),
    ],
    [
      'touches itself on an edge',
      at([
        [
          [0, 0],
          [20, 0],
          [20, 10],
          [10, 0],
          [0, 10],
        ],
      ]),
    ],
    ['open, a gap of 0.5 m', `POLYGON ((${x} ${y}, ${x + 20} ${y}, ${x + 20} ${y + 20}, ${x} ${y + 20}, ${x} ${y + 0.5}))`],
    ['a place beyond the zone', `POLYGON ((${x} ${y}, ${x + 4_000_000} ${y}, ${x} ${y + 20}, ${x} ${y}))`],
    [
      'hole that touches the shell twice',
      at([
        box(8, 8),
        [
          [3, 0],
          [5, 0.5],
          [6, 8],
          [2, 7],
        ],
      ]),
    ],
    ['hole across the shell', at([box(20, 20), box(10, 10, 15, 5)])],
    ['hole outside the shell', at([box(20, 20), box(5, 5, 40, 5)])],
    ['hole in a hole', at([box(20, 20), box(10, 10, 5, 5), box(5, 5, 7, 7)])],
    ['hole as large as the shell', at([box(20, 20), box(20, 20)])],
    ['one part twice', at([box(20, 20)], [box(20, 20)])],
    ['parts that overlap', at([box(20, 20)], [box(20, 20, 10, 10)])],
    ['part within a part', at([box(20, 20)], [box(5, 5, 7, 7)])],
    ['parts with a common side', at([box(10, 10)], [box(10, 10, 10, 0)])],
    [
      'thinner than a cell',
      at([
        [
          [0, 0],
          [100, 0],
          [100, 0.015],
          [0, 0.015],
        ],
      ]),
    ],
    [
      'thinner than a cell, aslant',
      at([
        [
          [0, 0],
          [70, 70],
          [70, 70.02],
          [0, 0.02],
        ],
      ]),
    ],
  ];
  return rows.map(([group, wkt]) => ({ group, zone: 9208, wkt, twin: '' }));
}

/** Right-angled shapes whose poles are ridges and ties: straight and turned, to the millimetre and to the centimetre. */
function rightAngledShapes(): Shape[] {
  return Object.entries(RIGHT_ANGLED).flatMap(([name, rings]) =>
    [0, 0.3, Math.PI / 4, 1, 2.1, Math.PI / 2].map((turn, i) => {
      const to = i % 2 === 0 ? 1000 : 100;
      const rounded = rings.map((ring) =>
        placed(ring, 512_416.1, 2_400_346.7, turn).map(
          ([x, y]): Point => [Math.round(x * to) / to, Math.round(y * to) / to],
        ),
      );
      const group = `${name} turned ${turn.toFixed(3)}, to ${to === 100 ? 'cm' : 'mm'}`;
      return { group, zone: 9208, wkt: wktOf([rounded]), twin: '' };
    }),
  );
}

export function drawShapes(): Shape[] {
  const random = seededRandom(19_2026);
  return [
    ...knownPoints(),
    ...nastyShapes(),
    ...believableShapes(random),
    ...twins(random),
    ...largeShapes(),
    ...rightAngledShapes(),
    ...refused(),
    ...formShapes(),
  ];
}

/** Points for geodesy.csv: every plane zone, over the whole country, to the millimetre. */
export function drawPoints(): { zone: number; x: number; y: number }[] {
  const random = seededRandom(6960);
  const points: { zone: number; x: number; y: number }[] = [
    { zone: 9208, x: 500000, y: 2480000 },
    { zone: 9208, x: 419735.653, y: 2486912.786 },
    { zone: 9208, x: 512416.116, y: 2400346.75 },
    { zone: 9207, x: 571431.319, y: 1015121.764 },
    { zone: 5897, x: 579101.997, y: 1026196.451 },
  ];
  for (const { epsg, centralMeridian, falseEasting } of ZONES) {
    if (falseEasting === 0) continue;
    for (let i = 0; i < 4; i++) {
      const [x, y] = projection(epsg).fromLonLat(
        centralMeridian + 2.4 * (random() - 0.5),
        8.6 + 14.6 * random(),
      );
      points.push({ zone: epsg, x: Math.round(x * 1000) / 1000, y: Math.round(y * 1000) / 1000 });
    }
  }
  return points;
}
