/** What the machine reports of itself; null where it does not. */
export interface Machine {
  /** Charge from 0 to 1, and whether it is being charged. */
  readonly battery: { readonly level: number; readonly charging: boolean } | null;
  /** The person, or the network, asks for few data. */
  readonly saveData: boolean;
  /** The connection is paid by volume, as far as the platform knows. */
  readonly metered: boolean;
}

/** How many snapshots there may be, and what holds them back; null if nothing does. */
export interface Budget {
  /** At most this many a minute; never more than the policy says. */
  readonly maxPerMinute: number;
  readonly heldBy: 'battery-low' | 'metered' | 'battery' | null;
}

/** Less charge than this, without a charger: no snapshots. */
const low = 0.2;
/** Less than this: few. */
const half = 0.5;
const few = 2;

/** The snapshots that a machine can afford (P11): on a low battery or a metered network none on half a battery few. */
export function budgetFor(machine: Machine, maxPerMinute: number): Budget {
  const { battery, saveData, metered } = machine;
  const onBattery = battery !== null && !battery.charging;
  if (onBattery && battery.level < low) return { maxPerMinute: 0, heldBy: 'battery-low' };
  if (saveData || metered) return { maxPerMinute: 0, heldBy: 'metered' };
  if (!onBattery || battery.level >= half || maxPerMinute <= few) return { maxPerMinute, heldBy: null };
  return { maxPerMinute: few, heldBy: 'battery' };
}
