export { createMemoryObjects } from './memory-objects.ts';
export { createMemoryRepository } from './memory-repository.ts';
export { repositoryContract, type ContractCase } from './repository-contract.ts';
export {
  allowedCode,
  createParticipant,
  createWorld,
  enrolmentCode,
  freshLogKey,
  freshSigner,
  makeDelivery,
  makePolicy,
  makeRecipient,
  makeRelease,
  makeRequest,
  makeResult,
  randomDigest,
  type Participant,
  type World,
} from './world.ts';
