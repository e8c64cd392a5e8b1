/** Worker process of `plan`: runs the units it is sent, one at a time, and ends with the one that sends them. */
import { tellFault, type UnitReport } from './unit-child.ts';
import { openUnitRunner, type UnitOfWork } from './unit-of-work.ts';

const runner = openUnitRunner(process.argv[2]!);
const tell = (told: UnitReport) => process.send?.(told);

// Ctrl-C and the end of a service reach the whole group: the sender decides, and closes the channel.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});
process.on('disconnect', () => process.exit());
process.on('message', async (unit: UnitOfWork) => {
  try {
    await runner.run(unit, (records) => tell({ records }));
    tell({ done: true });
  } catch (fault) {
    tell({ fault: tellFault(fault) });
  }
});
