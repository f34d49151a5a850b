import { JoinPage } from '../../pages/join.tsx';
import { mount } from '../../pages/mount.tsx';

mount(<JoinPage />);
