using Goalkeeper.Training;

namespace Goalkeeper.Tests.Training;

/// <summary>What does not fit an array is refused before anything is written anywhere.</summary>
public class SizeTests
{
    [Fact]
    public void A_matrix_of_more_doubles_than_an_array_holds_is_refused() =>
        Assert.Throws<OverflowException>(() => new PaddedMatrix(10_000, 429_500)); // 2³² and a little: wraps to a small positive number

    [Fact]
    public void A_network_of_more_parameters_than_an_array_holds_is_refused() =>
        Assert.Throws<OverflowException>(() => new NetworkWeights([65_536, 65_536, 1]));
}
