using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Goalkeeper.Numerics;
using Goalkeeper.Training;

namespace Goalkeeper.Bench;

/// <summary>The kernels by themselves, on the football network: 2-20-3-1, 211 examples.</summary>
public unsafe class KernelBenchmarks
{
    private static readonly TrainingSettings Settings = Network.Football.Settings with { KeepProb = [0.86] };

    private readonly Examples _train = Network.Football.Data.Train;
    private readonly int[] _layers = Network.Football.Layers;
    private readonly double[] _arguments = [-3.1, -1, -0.2, 0, 0.3, 1, 2, 5.5, -7, -0.7, 0.07, 0.5, 1.5, 2.5, 3, 4];
    private readonly PaddedMatrix _values = new(1, 16);
    private readonly Philox _philox = new(1, 0, 0, 0, 0);
    private readonly Vector512<ulong> _counter = Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);

    private NetworkWeights _network = null!;
    private NetworkWeights _gradient = null!;
    private Propagation _relu = null!;
    private Propagation _tanh = null!;
    private DropoutMasks _masks = null!;
    private int _iteration;

    /// <summary>In this process: BenchmarkDotNet's usual way builds a project of its own, and this repository's locked restore has no place for one.</summary>
    public static IConfig Configuration { get; } =
        DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "goalkeeper-kernels"));

    /// <summary>A network in the middle of its training.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _network = NetworkWeights.Initialize(Settings, _train.FeatureCount);
        _gradient = new NetworkWeights(_layers);
        _relu = new Propagation(_layers, Activation.Relu, _train);
        _tanh = new Propagation(_layers, Activation.Tanh, _train);
        _masks = new DropoutMasks(Settings, _train.Count);
        _relu.Forward(_network);
        _tanh.Forward(_network);
    }

    /// <summary>All layers forward, relu.</summary>
    [Benchmark]
    public void ForwardRelu() => _relu.Forward(_network);

    /// <summary>All layers forward, tanh.</summary>
    [Benchmark]
    public void ForwardTanh() => _tanh.Forward(_network);

    /// <summary>The weights' gradients and the errors to the left, relu.</summary>
    [Benchmark]
    public void BackwardRelu() => _relu.Backward(_network, 0, _gradient);

    /// <summary>The same, tanh.</summary>
    [Benchmark]
    public void BackwardTanh() => _tanh.Backward(_network, 0, _gradient);

    /// <summary>New dropout masks of both hidden layers: 23 units, 211 examples.</summary>
    [Benchmark]
    public void ResampleMasks() => _masks.Resample(_iteration++);

    /// <summary>The cost: a logarithm an example.</summary>
    [Benchmark]
    public double CrossEntropy() => _relu.CrossEntropy();

    /// <summary>Sixteen exponentials.</summary>
    [Benchmark]
    public void Exp() => VectorMath.Exp(Arguments(), 16);

    /// <summary>Sixteen hyperbolic tangents.</summary>
    [Benchmark]
    public void Tanh() => VectorMath.Tanh(Arguments(), 16);

    /// <summary>Eight logarithms.</summary>
    [Benchmark]
    public Vector512<double> Log() => VectorMath.Log(Vector512.Abs(Vector512.Load(Arguments())));

    /// <summary>Thirty-two random words.</summary>
    [Benchmark]
    public Vector512<ulong> PhiloxDraw()
    {
        var (w0, w1, w2, w3) = _philox.Draw(_counter);
        return w0 ^ w1 ^ w2 ^ w3;
    }

    // Written anew each time: the functions work in place.
    private double* Arguments()
    {
        _arguments.CopyTo(_values.Values);
        return _values.Data;
    }
}
