/**
 * Units in a fixed order, some of them at a time: the work of a unit begins while the one before is under way, and what
 * must be in order (its last statements and the commit) waits for its turn. What a unit was told of the one before holds
 * only if that ended as foreseen; else it is undone and done again, and from then on one goes after the other.
 */

export type Turn = {
  /** Nothing else is under way. */
  readonly alone: boolean;
  /** Resolves once the unit before has ended as foreseen; throws {@link Displaced} if it has not. */
  mine(): Promise<void>;
};

/** To be undone and done again alone: the unit before did not end as foreseen, or one is in the other's way. */
export class Displaced extends Error {
  override name = 'Displaced';
}

type Started<R> = {
  /** Whether the first try stood; the next unit hears of it before a second one. */
  readonly stood: Promise<boolean>;
  readonly ended: Promise<R>;
};

/**
 * Results in the order of `units`. `work` is called again, alone, when it throws {@link Displaced}; any other fault ends the
 * whole, after what is under way has ended too. `foreseen` tells of a result whether those after it stand.
 */
export async function* inTurns<U, R>(
  units: Iterable<U>,
  atOnce: number,
  foreseen: (result: R) => boolean,
  work: (unit: U, turn: Turn) => Promise<R>,
): AsyncIterable<readonly [U, R]> {
  const underWay: (readonly [U, Promise<R>])[] = [];
  let before: Started<R> | null = null;
  let steady = true;
  const oldest = async (): Promise<readonly [U, R]> => {
    const [unit, ended] = underWay[0]!;
    const result = await ended;
    underWay.shift();
    return [unit, result];
  };
  try {
    for (const unit of units) {
      if (underWay.length === atOnce) yield await oldest();
      const started: Started<R> = start(unit, before, steady, foreseen, work);
      started.stood.then((stood) => {
        steady &&= stood;
      });
      started.ended.catch(() => {}); // heard when its turn comes
      underWay.push([unit, started.ended]);
      before = started;
    }
    while (underWay.length > 0) yield await oldest();
  } finally {
    await Promise.allSettled(underWay.map(([, ended]) => ended));
  }
}

function start<U, R>(
  unit: U,
  before: Started<R> | null,
  steady: boolean,
  foreseen: (result: R) => boolean,
  work: (unit: U, turn: Turn) => Promise<R>,
): Started<R> {
  const alone = async (): Promise<R> => {
    await before?.ended;
    return work(unit, { alone: true, mine: async () => {} });
  };
  const mine = async () => {
    if (before === null || (await before.stood)) return;
    throw new Displaced();
  };
  const first = steady ? work(unit, { alone: false, mine }) : alone();
  const ended = first.catch((fault: unknown) => {
    if (fault instanceof Displaced) return alone();
    throw fault;
  });
  return { stood: first.then(foreseen, () => false), ended };
}
