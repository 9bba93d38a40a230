"""Activations with a case for each side of 0: the rectified linear unit and its relatives."""

from __future__ import annotations

from gradcheck.activations.catalogue.entry import Entry, Parameter

RECTIFIERS = (
    Entry("relu", "max(0, x)", "torch.nn.ReLU, jax.nn.relu, keras.activations.relu", short="relu(x)"),
    Entry("relu6", "min(max(0, x), 6)", "torch.nn.ReLU6, jax.nn.relu6, keras.activations.relu6"),
    Entry("leaky_relu", "where(x > 0, x, negative_slope*x)",
          "torch.nn.LeakyReLU, jax.nn.leaky_relu; keras.activations.leaky_relu has the slope 0.2",
          (Parameter("negative_slope", "1/100"),), ("leakyrelu", "lrelu"), short="leaky_relu(x)"),
    Entry("prelu", "where(x > 0, x, a*x)", "torch.nn.PReLU; He, Zhang, Ren, Sun, Delving Deep into Rectifiers, 2015",
          (Parameter("a", "1/4"),)),
    Entry("rrelu", "where(x > 0, x, (lower + upper)/2*x)", "torch.nn.RReLU in evaluation",
          (Parameter("lower", "1/8"), Parameter("upper", "1/3"))),
    Entry("elu", "where(x > 0, x, alpha*(exp(x) - 1))", "torch.nn.ELU, jax.nn.elu, keras.activations.elu",
          (Parameter("alpha", "1"),), short="elu(x)"),
    Entry("celu", "where(x > 0, x, alpha*(exp(x/alpha) - 1))", "torch.nn.CELU, jax.nn.celu, keras.activations.celu",
          (Parameter("alpha", "1", "0"),)),
    Entry("selu", "where(x > 0, scale*x, scale*alpha*(exp(x) - 1))",
          "torch.nn.SELU, jax.nn.selu, keras.activations.selu",
          (Parameter("alpha", "1.6732632423543772848170429916717"),
           Parameter("scale", "1.0507009873554804934193349852946")), short="selu(x)"),
    Entry("isrlu", "where(x >= 0, x, x/sqrt(1 + alpha*x**2))",
          "Carlile, Delamarter, Kinney, Marti, Whitney, 2017, arXiv:1710.09967", (Parameter("alpha", "1", "0"),)),
    Entry("relu_squared", "max(0, x)**2", "So, Manke, Liu, Dai, Shazeer, Le, Primer, 2021, arXiv:2109.08668",
          aliases=("squared_relu", "relu2")),
    Entry("threshold", "where(x > threshold, x, value)", "torch.nn.Threshold, keras.activations.threshold",
          (Parameter("threshold", "1/10"), Parameter("value", "20"))),
)  # fmt: skip
