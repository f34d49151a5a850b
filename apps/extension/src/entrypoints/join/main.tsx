import { JoinPage } from '../../pages/join.tsx';
import { mount } from '../../pages/mount.tsx';
import { RenewPage } from '../../pages/renew.tsx';

mount(location.hash === '#renew' ? <RenewPage /> : <JoinPage />);
