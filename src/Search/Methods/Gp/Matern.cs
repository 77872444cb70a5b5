using Goalkeeper.Numerics;

namespace Goalkeeper.Search;

/// <summary>The Matérn kernel with ν = 5/2 (Rasmussen and Williams 2006, 4.17), of squares of distances.</summary>
internal static class Matern
{
    /// <summary>k = σ²·(1 + s + s²/3)·e⁻ˢ with s² = 5·r², and dk/dr² = −σ²·(5/6)·(1 + s)·e⁻ˢ.</summary>
    /// <param name="squares">r², overwritten by k.</param>
    /// <param name="scale">σ².</param>
    /// <param name="slopes">dk/dr².</param>
    public static void Evaluate(Span<double> squares, double scale, Span<double> slopes)
    {
        for (var i = 0; i < squares.Length; i++)
        {
            squares[i] = Math.Sqrt(5 * squares[i]);
            slopes[i] = -squares[i];
        }
        VectorMath.Exp(slopes[..squares.Length]);
        for (var i = 0; i < squares.Length; i++)
        {
            var (s, e) = (squares[i], scale * slopes[i]);
            squares[i] = (1 + s * (1 + s / 3)) * e;
            slopes[i] = -(5.0 / 6) * (1 + s) * e;
        }
    }
}
