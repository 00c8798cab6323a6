"""Times OpenFisca over the persons of a file: `openfisca_run.py IN.npz OUT.npy ROUNDS`."""

import json
import sys
import time

import numpy as np
from openfisca_core.simulations import SimulationBuilder
from openfisca_pension import FIRST, LAST, CountryTaxBenefitSystem

PENSION = str(LAST + 1)


def main(given, out, rounds):
    data = np.load(given)
    figures = json.loads(str(data["figures"]))
    system = CountryTaxBenefitSystem(figures)
    taken = []
    for _ in range(rounds):
        simulation = SimulationBuilder().build_default_simulation(system, len(data["divisor"]))
        for row, year in enumerate(range(FIRST, LAST + 1)):
            simulation.set_input("monthly_base", str(year), data["bases"][row] / 100)
            simulation.set_input("months", str(year), data["months"][row])
        simulation.set_input("divisor", PENSION, data["divisor"] / 10)
        simulation.max_spiral_loops = 100
        begun = time.perf_counter()
        pension = simulation.calculate("pension", PENSION)
        taken.append(time.perf_counter() - begun)
    np.save(out, pension.astype(np.float64))
    print(json.dumps(taken))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
