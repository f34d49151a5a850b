import type { Leaf } from '@assent/contracts';
import { buildFinished, buildRefused, buildRequested, sharesReleased } from './build-rules.ts';
import type { FindingCode } from './finding.ts';
import { exportDelivered, recipientRegistered } from './recipient-rules.ts';
import { consentRecorded, erasureExecuted, policyPublished, segmentSealed } from './record-rules.ts';
import type { AuditState } from './state.ts';

/** Judges one leaf against the leaves before it and records it in the state. */
export async function replayLeaf(state: AuditState, leaf: Leaf): Promise<readonly FindingCode[]> {
  switch (leaf.kind) {
    case 'policy.published':
      return policyPublished(state, leaf);
    case 'consent.recorded':
      return consentRecorded(state, leaf);
    case 'segment.sealed':
      return segmentSealed(state, leaf);
    case 'build.requested':
      return buildRequested(state, leaf);
    case 'build.refused':
      return buildRefused(state, leaf);
    case 'shares.released':
      return sharesReleased(state, leaf);
    case 'build.finished':
      return buildFinished(state, leaf);
    case 'recipient.registered':
      return recipientRegistered(state, leaf);
    case 'export.delivered':
      return exportDelivered(state, leaf);
    case 'erasure.executed':
      return erasureExecuted(state, leaf);
    default:
      return leaf satisfies never;
  }
}
