import { DecidePage } from '../../pages/decide.tsx';
import { mount } from '../../pages/mount.tsx';

mount(<DecidePage />);
