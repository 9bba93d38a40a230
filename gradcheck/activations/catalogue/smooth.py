"""Activations that are given by one formula without cases: sigmoids, gates, waves and their like."""

from __future__ import annotations

from gradcheck.activations.catalogue.entry import Entry, Parameter

SIGMOIDS = (
    Entry("sigmoid", "1/(1 + exp(-x))", "torch.nn.Sigmoid, jax.nn.sigmoid, keras.activations.sigmoid",
          aliases=("logistic", "expit"), short="sigmoid(x)"),
    Entry("bipolar_sigmoid", "(1 - exp(-x))/(1 + exp(-x))", "Fausett, Fundamentals of Neural Networks, 1994",
          aliases=("bipolar",)),
    Entry("logsigmoid", "-log(1 + exp(-x))",
          "torch.nn.LogSigmoid, jax.nn.log_sigmoid, keras.activations.log_sigmoid",
          aliases=("log_sigmoid",), short="logsigmoid(x)"),
    Entry("tanh", "tanh(x)", "torch.nn.Tanh, jax.nn.tanh, keras.activations.tanh"),
    Entry("lecun_tanh", "A*tanh(s*x)", "LeCun, Bottou, Orr, Mueller, Efficient BackProp, 1998, section 4.4",
          (Parameter("A", "17159/10000", "0"), Parameter("s", "2/3", "0")), ("lecuntanh", "scaled_tanh", "stanh")),
    Entry("logcosh_derivative", "(exp(x) - exp(-x))/(exp(x) + exp(-x))", "the derivative of log(cosh(x))",
          aliases=("dlogcosh", "logcosh'")),
    Entry("arctan", "atan(x)", "the inverse of the tangent", aliases=("atan",)),
    Entry("softsign", "x/(1 + abs(x))", "torch.nn.Softsign, jax.nn.soft_sign, keras.activations.softsign",
          aliases=("soft_sign",), short="softsign(x)"),
    Entry("isru", "x/sqrt(1 + alpha*x**2)", "Carlile, Delamarter, Kinney, Marti, Whitney, Improving Deep Learning by"
          " Inverse Square Root Linear Units, 2017, arXiv:1710.09967", (Parameter("alpha", "1", "0"),)),
    Entry("tanhshrink", "x - tanh(x)", "torch.nn.Tanhshrink, keras.activations.tanh_shrink",
          aliases=("tanh_shrink",)),
)  # fmt: skip

GATES = (
    Entry("silu", "x/(1 + exp(-beta*x))", "torch.nn.SiLU, jax.nn.silu, keras.activations.silu; with beta:"
          " Ramachandran, Zoph, Le, Searching for Activation Functions, 2017, arXiv:1710.05941",
          (Parameter("beta", "1", "0"),), ("swish",), short="silu(x)"),
    Entry("gelu", "x*(1 + erf(x/sqrt(2)))/2", "torch.nn.GELU, jax.nn.gelu(approximate=False), keras.activations.gelu",
          aliases=("gelu_erf", "gelu_exact"), short="gelu(x)"),
    Entry("gelu_tanh", "x*(1 + tanh(sqrt(2/pi)*(x + 44715/1000000*x**3)))/2",
          "torch.nn.GELU(approximate='tanh'), jax.nn.gelu, keras.activations.gelu(approximate=True)",
          aliases=("gelu_new", "gelu_approximate")),
    Entry("quick_gelu", "x/(1 + exp(-1702/1000*x))",
          "Hendrycks, Gimpel, Gaussian Error Linear Units, 2016, arXiv:1606.08415", aliases=("gelu_sigmoid",)),
    Entry("mish", "x*tanh(softplus(x))", "torch.nn.Mish, jax.nn.mish, keras.activations.mish", short="mish(x)"),
    Entry("serf", "x*erf(softplus(x))", "Nag, Bhattacharyya, Mukherjee, Kundu, SERF, 2021, arXiv:2108.09598"),
    Entry("x*tanh(x)", "x*tanh(x)", "the product of a value and its hyperbolic tangent", aliases=("xtanh", "x_tanh")),
)  # fmt: skip

RAMPS = (
    Entry("softplus", "log(1 + exp(beta*x))/beta", "torch.nn.Softplus without its threshold, jax.nn.softplus,"
          " keras.activations.softplus", (Parameter("beta", "1", "0"),), short="softplus(x)"),
    Entry("squareplus", "(x + sqrt(x**2 + b))/2", "jax.nn.squareplus, keras.activations.squareplus",
          (Parameter("b", "4", "0"),)),
    Entry("bent_identity", "(sqrt(x**2 + 1) - 1)/2 + x", "the identity with a bend at 0", aliases=("bent",)),
    Entry("exponential", "exp(x)", "keras.activations.exponential", aliases=("exp",)),
    Entry("identity", "x", "torch.nn.Identity, jax.nn.identity, keras.activations.linear", aliases=("linear",)),
)  # fmt: skip

WAVES = (
    Entry("gaussian", "exp(-x**2)", "Broomhead, Lowe, Radial basis functions, 1988", aliases=("gauss", "bump")),
    Entry("sine", "sin(omega*x)", "Sitzmann, Martel, Bergman, Lindell, Wetzstein, Implicit Neural Representations with"
          " Periodic Activation Functions, 2020, arXiv:2006.09661", (Parameter("omega", "1", "0"),), ("sin", "siren")),
    Entry("snake", "x + sin(a*x)**2/a", "Ziyin, Hartwig, Ueda, Neural Networks Fail to Learn Periodic Functions and How"
          " to Fix It, 2020, arXiv:2006.08195", (Parameter("a", "1", "0"),)),
)  # fmt: skip

SMOOTH = (*SIGMOIDS, *GATES, *RAMPS, *WAVES)
