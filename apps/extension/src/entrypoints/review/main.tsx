import { ReviewPage } from '../../pages/review.tsx';
import { mount } from '../../pages/mount.tsx';

mount(<ReviewPage />);
