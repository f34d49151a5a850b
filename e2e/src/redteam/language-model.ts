/** A small language model over characters. */
export interface LanguageModel {
  /** A prompt with its likeliest continuation, so many characters of it. */
  continued(prompt: string, length: number): string;
}

/** Longest context the model uses, characters. Long enough to learn texts by heart, which is what is tested. */
const longestContext = 64;
/** So many places of a context vote on what comes next. */
const votes = 64;

/**
 * Trains an n-gram model of unbounded order (Liu et al. 2024, "Infini-gram"): the next character is the one that most
 * often followed the longest context that occurs in the training text. It memorises more readily than any neural model
 * of its size, so it is an attacker's best case.
 */
export function train(text: string): LanguageModel {
  const sorted = sortedSuffixes(text);
  /** What follows a context: answers run into the same passages again and again. */
  const known = new Map<string, string>();
  return {
    continued: (prompt, length) => {
      let written = prompt;
      while (written.length < prompt.length + length) {
        const context = written.slice(-longestContext);
        const following = known.get(context) ?? next(context);
        known.set(context, following);
        written += following;
      }
      return written;
    },
  };

  function next(written: string): string {
    // What occurs in the text does so without its beginning too: the longest context is found by halving.
    let occurs = 0;
    let unknown = Math.min(longestContext, written.length) + 1;
    while (unknown - occurs > 1) {
      const middle = (occurs + unknown) >> 1;
      if (placesOf(written.slice(written.length - middle)).length > 0) occurs = middle;
      else unknown = middle;
    }
    const context = written.slice(written.length - occurs);
    return mostOf(placesOf(context).map((at) => text.charAt(at + occurs))) || ' ';
  }

  /** Where a context occurs, some of the places. */
  function placesOf(context: string): readonly number[] {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = sorted[middle] ?? 0;
      if (text.slice(at, at + context.length) < context) low = middle + 1;
      else high = middle;
    }
    const places: number[] = [];
    for (let i = low; i < sorted.length && places.length < votes; i++) {
      const at = sorted[i] ?? 0;
      if (!text.startsWith(context, at)) break;
      places.push(at);
    }
    return places;
  }
}

function sortedSuffixes(text: string): Uint32Array {
  const key = (at: number) => text.slice(at, at + longestContext);
  return Uint32Array.from({ length: text.length }, (_, at) => at).sort((a, b) =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b,
  );
}

function mostOf(characters: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const each of characters) counts.set(each, (counts.get(each) ?? 0) + 1);
  let best = '';
  for (const [each, count] of counts) {
    if (count > (counts.get(best) ?? 0)) best = each;
  }
  return best;
}
