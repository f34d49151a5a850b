import fc from 'fast-check';

/** Property tests try fewer inputs per mutant: thousands of mutants run them, and most die on the first inputs. */
fc.configureGlobal({ numRuns: 25 });
