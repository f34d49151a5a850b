import { ContractsError, contractsErrorCodes, type ContractsErrorCode } from '@assent/contracts';
import { expect, test } from 'vitest';
import { asServiceError, ServiceError } from './errors.ts';

test('each fault of a foreign document has its own answer', () => {
  const answers = contractsErrorCodes.map((code) => [code, asServiceError(new ContractsError(code, 'words')).code]);
  expect(Object.fromEntries(answers)).toEqual({
    malformed: 'malformed',
    'wrong-type': 'malformed',
    'bad-signature': 'unauthorised',
    'wrong-key': 'forbidden',
  });
});

test('a fault of an unknown kind is an internal one and its message is repeated to nobody', () => {
  const fault = new ContractsError('later-code' as ContractsErrorCode, 'a private word');
  expect(asServiceError(fault)).toMatchObject({ code: 'internal', message: 'unforeseen failure', cause: fault });
  expect(asServiceError(new TypeError('a private word'))).toMatchObject({
    code: 'internal',
    message: 'unforeseen failure',
  });
});

test('a service error passes as it is', () => {
  const error = new ServiceError('gone', 'words');
  expect(asServiceError(error)).toBe(error);
});
