import { mount } from '../../pages/mount.tsx';
import { VaultPage } from '../../pages/vault.tsx';

mount(<VaultPage />);
