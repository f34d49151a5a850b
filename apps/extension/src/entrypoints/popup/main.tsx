import { PopupPage } from '../../pages/popup.tsx';
import { mount } from '../../pages/mount.tsx';

mount(<PopupPage />);
