import { EventScript, scriptTarget } from '@assent/testkit';
import type { EventOf, Modifier } from '@assent/contracts';
import { expect, test } from 'vitest';
import { chordName } from './chord.ts';

function named(key: string | null, ...modifiers: Modifier[]): string {
  const [event] = new EventScript().key(key, scriptTarget('page'), { modifiers }).events;
  return chordName(event as EventOf<'key'>);
}

test('chords have one name each', () => {
  expect(named('s', 'Control')).toBe('Control+s');
  expect(named('S', 'Shift', 'Control')).toBe('Control+Shift+s');
  expect(named('?', 'Shift')).toBe('?');
  expect(named('ArrowLeft', 'Meta', 'Shift', 'Alt', 'Control')).toBe('Control+Alt+Shift+Meta+ArrowLeft');
  expect(named(' ')).toBe('Space');
  expect(named(' ', 'Shift')).toBe('Shift+Space');
  expect(named('+', 'Control')).toBe('Control+Plus');
  expect(named(null, 'Alt')).toBe('Alt+Unidentified');
  expect(named('İ', 'Control')).toBe('Control+İ');
  expect(named('Enter', 'Control')).toBe('Control+Enter');
  expect(named('')).toBe('Unidentified');
});
