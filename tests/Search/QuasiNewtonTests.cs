using Goalkeeper.Search;

namespace Goalkeeper.Tests.Search;

public class QuasiNewtonTests
{
    [Fact]
    public void The_valley_of_Rosenbrock_is_gone_through_to_its_end()
    {
        var (x, value) = QuasiNewton.Minimize(Rosenbrock, [-1.2, 1], [-2, -2], [2, 2], 100, 0);
        Assert.Equal(0, value, 1e-15);
        Assert.All(x, v => Assert.Equal(1, v, 1e-6));
    }

    [Fact]
    public void A_minimum_beyond_a_bound_is_found_on_the_bound()
    {
        // On x = ½ the best y is ¼.
        var (x, value) = QuasiNewton.Minimize(Rosenbrock, [-1.2, 1], [-2, -2], [0.5, 2], 100, 0);
        Assert.Equal(0.5, x[0]);
        Assert.Equal(0.25, x[1], 1e-6);
        Assert.Equal(0.25, value, 1e-9);
    }

    [Fact]
    public void A_start_outside_begins_on_the_bound_and_one_that_has_no_value_is_kept()
    {
        Assert.Equal([0.5], QuasiNewton.Minimize((x, gradient) => x[0] * (gradient[0] = 1), [7], [0.5], [2], 30, 0).X);
        Assert.Equal([1], QuasiNewton.Minimize((_, _) => double.PositiveInfinity, [1], [0], [2], 10, 0).X);
        Assert.Equal([1], QuasiNewton.Minimize((_, gradient) => gradient[0] = double.NaN, [1], [0], [2], 10, 0).X);
    }

    [Fact]
    public void Where_there_is_no_value_no_step_ends()
    {
        // −ln x + x has its minimum at 1 and no value below 0, where a first step from 3 could lead.
        var (x, _) = QuasiNewton.Minimize(
            (x, gradient) =>
            {
                gradient[0] = x[0] > 0 ? 100 * (1 - 1 / x[0]) : double.NaN;
                return x[0] > 0 ? 100 * (x[0] - Math.Log(x[0])) : double.NaN;
            },
            [3], [-10], [10], 50, 0);
        Assert.Equal(1, x[0], 1e-6);
    }

    private static double Rosenbrock(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var (across, along) = (x[1] - x[0] * x[0], 1 - x[0]);
        (gradient[0], gradient[1]) = (-400 * x[0] * across - 2 * along, 200 * across);
        return 100 * across * across + along * along;
    }
}
