import { deliverySchema, recipientRegistrationSchema } from '@assent/contracts';
import { faults } from './finding.ts';
import { signatureHolds } from './signature.ts';
import type { Rule } from './state.ts';
import { isDatedBefore } from './time.ts';

/** The program's owner registers recipients, each once. */
export const recipientRegistered: Rule<'recipient.registered'> = async (state, leaf) => {
  const { body, key } = leaf.registration;
  if (!(await signatureHolds(recipientRegistrationSchema, leaf.registration))) return ['registration-signature'];
  const program = state.programs.get(body.program);
  const repeated = state.recipients.has(body.recipient);
  const byOwner = key === program?.first.key;
  // A recipient registered by anybody else does not count: a delivery to them is a finding of its own.
  if (byOwner) state.recipients.add(body.recipient);
  return faults(
    [program === undefined, 'before-policy'],
    [program !== undefined && !byOwner, 'registration-not-by-owner'],
    [repeated, 'registration-repeated'],
    [isDatedBefore(leaf.t, body.at), 'back-dated'],
  );
};

/**
 * A delivery is signed by the builder of a finished build, is a copy of that build's release, and goes to a registered
 * recipient whom the request named: both sides released for these recipients.
 */
export const exportDelivered: Rule<'export.delivered'> = async (state, leaf) => {
  const { body, key } = leaf.delivery;
  if (!(await signatureHolds(deliverySchema, leaf.delivery))) return ['delivery-signature'];
  const unregistered = !state.recipients.has(body.recipient);
  const build = state.builds.get(body.build);
  if (build === undefined) return faults([true, 'delivery-unknown-build'], [unregistered, 'delivery-unregistered']);
  const repeated = build.delivered.has(body.recipient);
  build.delivered.add(body.recipient);
  return faults(
    [key !== build.request.builder, 'delivery-builder'],
    [body.program !== build.request.program, 'delivery-program'],
    [build.output === null, 'delivery-without-build'],
    [build.output !== null && build.output !== body.release, 'delivery-other-release'],
    [unregistered, 'delivery-unregistered'],
    [build.request.deliverTo?.includes(body.recipient) !== true, 'delivery-not-requested'],
    [repeated, 'delivery-repeated'],
    [isDatedBefore(leaf.t, body.at), 'back-dated'],
  );
};
