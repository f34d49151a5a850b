export { deviceErrorCodes, type DeviceErrorCode } from '../errors.ts';
export {
  maxPreview,
  type ControlPreview,
  type DecisionsView,
  type LastStep,
  type PagePreview,
  type PreviewChannel,
  type Proposal,
} from './decisions-protocol.ts';
export type {
  Invitation,
  Joined,
  ParticipantAnswers,
  ParticipantMessage,
  ParticipantReply,
  ParticipantRequest,
  QueueStatus,
  Renewal,
  Review,
  ReviewEpisode,
  SentPart,
  SiteStatus,
  Status,
  VaultStatus,
} from './protocol.ts';
