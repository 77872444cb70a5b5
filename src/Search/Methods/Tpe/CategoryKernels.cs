using Goalkeeper.Numerics;

namespace Goalkeeper.Search;

/// <summary>Kernels over values without order: a kernel's own category is likely, any other as much as the prior says (Aitchison and Aitken 1976).</summary>
internal sealed class CategoryKernels : Kernels
{
    private readonly Domain _domain;
    private readonly double[] _values;
    private readonly double _other; // the share of a kernel that is the prior's

    public CategoryKernels(Domain domain, double[] values)
    {
        _domain = domain;
        _values = [.. values, double.NaN];
        // As in Optuna: each category counts 1 / kernels beside the kernel's own, which counts 1 more. With many points, almost only its own.
        var categories = (double)domain.Count!.Value;
        _other = categories / (categories + _values.Length);
    }

    public override double Draw(int kernel, RandomNumbers random)
    {
        var u = random.Uniform();
        if (double.IsNaN(_values[kernel])) return u;
        return u < _other ? u / _other : _domain.Unit(_values[kernel]);
    }

    public override void AddLogDensities(double value, Span<double> logs)
    {
        var (low, high) = _domain.Cell(value);
        var prior = VectorMath.Log(high - low);
        var same = VectorMath.Log(1 - _other + _other * (high - low));
        var different = VectorMath.Log(_other * (high - low));
        for (var i = 0; i < logs.Length; i++) logs[i] += double.IsNaN(_values[i]) ? prior : _values[i] == value ? same : different;
    }
}
