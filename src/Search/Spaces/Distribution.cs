using Goalkeeper.Numerics;

namespace Goalkeeper.Search;

/// <summary>How likely numbers are before anything is known. Elementary functions are <c>Numerics</c>', so that proposals are the same bits anywhere.</summary>
internal abstract record Distribution
{
    /// <summary>No number is smaller.</summary>
    public virtual double Smallest => double.NegativeInfinity;

    /// <summary>No number is larger.</summary>
    public virtual double Largest => double.PositiveInfinity;

    /// <summary>The number below which lies the share u.</summary>
    /// <param name="u">Above 0 and below 1.</param>
    public abstract double Quantile(double u);

    /// <summary>The share below a number: the inverse of <see cref="Quantile"/>.</summary>
    public abstract double Cumulative(double value);
}

/// <summary>Any number between two is as likely as any other.</summary>
internal sealed record Uniform(double Low, double High) : Distribution
{
    public override double Smallest => Low;

    public override double Largest => High;

    public override double Quantile(double u) => Math.Clamp(Low + u * (High - Low), Low, High);

    public override double Cumulative(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);
}

/// <summary>Any logarithm between those of two numbers above 0 is as likely as any other.</summary>
internal sealed record LogUniform(double Low, double High) : Distribution
{
    private readonly double _low = VectorMath.Log(Low);
    private readonly double _high = VectorMath.Log(High);

    public override double Smallest => Low;

    public override double Largest => High;

    public override double Quantile(double u) => Math.Clamp(VectorMath.Exp(_low + u * (_high - _low)), Low, High);

    public override double Cumulative(double value) => Math.Clamp((VectorMath.Log(value) - _low) / (_high - _low), 0, 1);
}

/// <summary>The normal distribution.</summary>
internal sealed record Gaussian(double Mean, double Deviation) : Distribution
{
    public override double Quantile(double u) => Mean + Deviation * Normal.Quantile(u);

    public override double Cumulative(double value) => Normal.Cumulative((value - Mean) / Deviation);
}

/// <summary>Numbers whose logarithms are normal.</summary>
/// <param name="Mean">Of the logarithm.</param>
/// <param name="Deviation">Of the logarithm.</param>
internal sealed record LogGaussian(double Mean, double Deviation) : Distribution
{
    public override double Smallest => 0;

    public override double Quantile(double u) => VectorMath.Exp(Mean + Deviation * Normal.Quantile(u));

    public override double Cumulative(double value) => value > 0 ? Normal.Cumulative((VectorMath.Log(value) - Mean) / Deviation) : 0;
}

/// <summary>The beta distribution, from 0 to 1.</summary>
internal sealed record Beta(double A, double B) : Distribution
{
    public override double Smallest => 0;

    public override double Largest => 1;

    public override double Quantile(double u) => BetaFunction.Quantile(u, A, B);

    public override double Cumulative(double value) => BetaFunction.Cumulative(value, A, B);
}
