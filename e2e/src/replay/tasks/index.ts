import type { WebTask } from '../task.ts';
import { keyboardTasks } from './keyboard.ts';
import { placeTasks } from './places.ts';
import { pointerTasks } from './pointer.ts';

/** Every task. */
export const webTasks: readonly WebTask[] = [...pointerTasks, ...keyboardTasks, ...placeTasks];

/** The address of a task's page. */
export function pathOf({ id }: WebTask): string {
  return `/t/${id}/`;
}

/** Every page of every task, by path. */
export function taskPages(): Readonly<Record<string, string>> {
  const pages: Record<string, string> = {};
  for (const task of webTasks) {
    pages[pathOf(task)] = task.html;
    for (const [end, html] of Object.entries(task.more ?? {})) pages[`${pathOf(task)}${end}`] = html;
  }
  return pages;
}
