"""Activations with three cases: straight between two cuts, or flat there."""

from __future__ import annotations

from gradcheck.activations.catalogue.entry import Entry, Parameter

LAMBDA = Parameter("lambd", "1/2", "0", strict=False)

SHRINKAGE = (
    Entry("hardsigmoid", "min(max(0, x/6 + 1/2), 1)",
          "torch.nn.Hardsigmoid, jax.nn.hard_sigmoid, keras.activations.hard_sigmoid", aliases=("hard_sigmoid",)),
    Entry("hardtanh", "min(max(min_val, x), max_val)",
          "torch.nn.Hardtanh, jax.nn.hard_tanh, keras.activations.hard_tanh",
          (Parameter("min_val", "-1"), Parameter("max_val", "1")), ("hard_tanh",)),
    Entry("hardswish", "x*min(max(0, x + 3), 6)/6",
          "torch.nn.Hardswish, jax.nn.hard_silu, keras.activations.hard_silu",
          aliases=("hard_swish", "hard_silu", "hardsilu")),
    Entry("softshrink", "where(x > lambd, x - lambd, where(x < -lambd, x + lambd, 0))",
          "torch.nn.Softshrink, keras.activations.soft_shrink", (LAMBDA,), ("soft_shrink",)),
    Entry("hardshrink", "where(x > lambd, x, where(x < -lambd, x, 0))",
          "torch.nn.Hardshrink, keras.activations.hard_shrink", (LAMBDA,), ("hard_shrink",)),
    Entry("sparse_plus", "where(x <= -1, 0, where(x >= 1, x, (x + 1)**2/4))",
          "jax.nn.sparse_plus, keras.activations.sparse_plus", aliases=("sparseplus",)),
    Entry("sparse_sigmoid", "where(x <= -1, 0, where(x >= 1, 1, (x + 1)/2))",
          "jax.nn.sparse_sigmoid, keras.activations.sparse_sigmoid", aliases=("sparsesigmoid",)),
)  # fmt: skip
