/**
 * Colours of the map, the one place they are named. Blue, amber and magenta stay apart for the common kinds of colour
 * blindness, and every status that needs a person also has a pattern. `panel.css` holds the same three for the panels.
 */
import type { Status } from '@thuadat/api/map';

export const PALETTE = {
  paper: '#f3f1eb',
  land: '#faf9f6',
  ink: '#1c2b36',
  halo: '#ffffff',
  status: {
    assigned: { fill: '#c5dcea', line: '#6f9db9', text: '#23485f' },
    ambiguous: { fill: '#f8d277', line: '#a8730a', text: '#6b4700' },
    rejected: { fill: '#e6a2bd', line: '#9c2458', text: '#711a40' },
  },
  problem: '#9c2458',
  warning: '#a8730a',
  selected: '#0b3a55',
  focus: '#c8102e',
  /** Another record of the case at hand. */
  twin: '#7a3fa0',
  newBoundary: '#2c5f4b',
  oldBoundary: '#7d6a55',
  /** Share of parcels assigned, from none to all. */
  share: ['#f0d9a6', '#e7e4c4', '#cfe0dc', '#a9cbd9', '#7fb0c9'],
  /** Share of a sheet's parcels that are sound, in the same steps: from the tint of a doubtful parcel to that of an assigned one. */
  sound: ['#f8d277', '#f3dda0', '#efe6c9', '#dce4dc', '#c5dcea'],
} as const satisfies { status: Record<Status, unknown>; [name: string]: unknown };

/** Upper ends of the steps of `PALETTE.share` and `.sound`; the last takes the rest. */
export const SHARE_STEPS = [0.5, 0.8, 0.95, 0.99] as const;
