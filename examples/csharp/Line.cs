/// <summary>y = ax + b, fitted to twenty of forty points and judged by the others.</summary>
internal sealed class Line
{
    private readonly (double X, double Y)[] _train;
    private readonly (double X, double Y)[] _valid;
    private double _a;
    private double _b;
    private double _aPace;
    private double _bPace;

    public Line(int seed)
    {
        var random = new Random(seed);
        var points = Enumerable.Range(0, 40).Select(i => i / 10.0).Select(x => (x, 3 * x - 1 + random.NextDouble() - 0.5)).ToList();
        _train = [.. points.Where((_, i) => i % 2 == 0)];
        _valid = [.. points.Where((_, i) => i % 2 == 1)];
    }

    public double Loss => _valid.Average(p => Math.Pow(Error(p), 2));

    public void Descend(double lr, double momentum)
    {
        _aPace = momentum * _aPace - lr * _train.Average(p => 2 * Error(p) * p.X);
        _bPace = momentum * _bPace - lr * _train.Average(p => 2 * Error(p));
        (_a, _b) = (_a + _aPace, _b + _bPace);
    }

    private double Error((double X, double Y) point) => _a * point.X + _b - point.Y;
}
