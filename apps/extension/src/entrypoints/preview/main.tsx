import { mount } from '../../pages/mount.tsx';
import { PreviewPage } from '../../pages/preview.tsx';

mount(<PreviewPage />);
