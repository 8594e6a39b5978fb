"""Samples: sound in memory, the same everywhere.

Apart from :mod:`rehearse.take` because it needs numpy, which a start-up without sound does not.
"""

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
"""Mono sound: float32, shape (n_samples,), in [-1, 1]."""

SPEECH_RATE_HZ = 16_000
"""The sample rate that speech models hear; recordings keep their device's own."""
