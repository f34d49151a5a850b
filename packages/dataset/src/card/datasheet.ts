import { datasetName, type CardFacts } from './facts.ts';

/** `DATASHEET.md`: how the data came to be, and what it is not good for. */
export function datasheet(facts: CardFacts): string {
  const { quality, policy } = facts;
  const { segments } = quality;
  return `# Datasheet: ${datasetName(facts)}

## Collection
- Recorded on the participants' own devices, in ${policy.sites.length} listed site(s), while a consent to exactly the policy version
  in force was signed and a visible indicator was healthy. Participants could pause, exempt, review and delete before upload.
- What left a device are steps (an action, its target, the view before it), never single key events.
- ${segments.opened} sealed segments were opened for this build, after a public request and with the release of both sides' custodians.

## Processing
- Text passed an allow-list on the device and once more in this build, which still hid ${quality.secondPass} run(s).
- Times count from the start of an episode. Participants, episodes, tabs and windows have names of this build only; the key
  they were made with is destroyed.
- Sites used by fewer than ${facts.minParticipants} participant(s) are not named: ${quality.suppressedSteps} step(s) keep kind, geometry and role only.
${facts.watermarked ? `${watermarkNote}\n` : ''}
## Composition
| action | steps |
|---|---|
${Object.entries(quality.actions)
  .map(([type, count]) => `| ${type} | ${count} |`)
  .join('\n')}

## Losses, as far as they are known
- Segments missing inside a device's chain (erased or never uploaded): ${segments.missing}.
- Segments left closed: ${Object.entries(segments.excluded)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ')}.
- Steps missing inside sessions: ${quality.missingSteps}; events missed by sensors: ${quality.missedEvents}; actions seen in part: ${quality.incompleteActions}.
- Steps outside the listed sites, left out: ${quality.outOfScopeSteps}.
- Snapshots named but not delivered: ${quality.screenshots.missing}; not given by their participants: ${quality.snapshotsNotGiven}; left out because they show what the policy keeps for nobody: ${quality.snapshotsNotAllowed}.

## Label noise, as far as it can be measured without a judge
- Steps with a resolved target: ${quality.targets.resolved} of ${quality.steps}.
- Pointer inside its target's box: ${quality.targets.pointerInside} of ${quality.targets.pointed}.

## Limits
- Ordinary work of consenting people in a few applications: not a sample of any population.
- URLs are without query values, so navigation cannot be replayed from the data alone. Secrets are slots.
- Detectors miss things. Report what should have been hidden to the program's privacy officer: the next version is without it.
`;
}

const watermarkNote = `- Positions of pointer actions were moved by less than 0.16 % of the viewport, within the control they hit, to mark this copy for its
  recipient. Names are of this copy only.`;
