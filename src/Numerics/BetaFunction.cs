namespace Goalkeeper.Numerics;

/// <summary>The beta distribution on [0, 1], from IEEE operations and our own exp and log alone: the same bits on every machine.</summary>
internal static class BetaFunction
{
    private const int MostTerms = 500;

    // Lanczos' approximation with g = 7 and nine terms, as Godfrey gives it (2001); about 15 digits.
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
        -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>ln Γ(x) for x > 0.</summary>
    public static double LogGamma(double x)
    {
        // Γ(x) = Γ(x + 1) / x, where the approximation is good.
        if (x < 0.5) return LogGamma(x + 1) - VectorMath.Log(x);
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (x - 1 + i);
        var t = x + 6.5;
        return 0.91893853320467274178 + (x - 0.5) * VectorMath.Log(t) - t + VectorMath.Log(sum);
    }

    /// <summary>The share below x of the beta distribution: the regularized incomplete beta function, by Lentz's continued fraction
    /// (Press et al. 2007, Numerical Recipes, 6.4).</summary>
    public static double Cumulative(double x, double a, double b) => Share(x, a, b, LogFactor(a, b));

    private static double LogFactor(double a, double b) => LogGamma(a + b) - LogGamma(a) - LogGamma(b);

    private static double Share(double x, double a, double b, double logFactor)
    {
        if (x is <= 0 or >= 1) return x <= 0 ? 0 : 1;
        var front = VectorMath.Exp(logFactor + a * VectorMath.Log(x) + b * VectorMath.Log(1 - x));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - front * Fraction(1 - x, b, a) / b;
    }

    /// <summary>The x whose <see cref="Cumulative"/> is p, by halving.</summary>
    public static double Quantile(double p, double a, double b)
    {
        var logFactor = LogFactor(a, b);
        var (low, high) = (0.0, 1.0);
        while (true)
        {
            var middle = 0.5 * (low + high);
            if (middle <= low || middle >= high) return middle;
            if (Share(middle, a, b, logFactor) < p) low = middle;
            else high = middle;
        }
    }

    private static double Fraction(double x, double a, double b)
    {
        const double tiny = 1e-300;
        var c = 1.0;
        var d = NotZero(1 - (a + b) * x / (a + 1));
        d = 1 / d;
        var value = d;
        for (var m = 1; m <= MostTerms; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / NotZero(1 + even * d);
            c = NotZero(1 + even / c);
            value *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / NotZero(1 + odd * d);
            c = NotZero(1 + odd / c);
            var factor = d * c;
            value *= factor;
            if (Math.Abs(factor - 1) < 1e-15) break;
        }
        return value;

        static double NotZero(double number) => Math.Abs(number) < tiny ? tiny : number;
    }
}
