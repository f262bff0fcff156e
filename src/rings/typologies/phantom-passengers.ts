import { recurringOutsiders } from '../recurring-outsiders.ts'
import type { Typology } from '../typology.ts'

/** Cars full of injured passengers who ride again in the next accident. */
export const phantomPassengers: Typology = {
  id: 'phantom_passengers',
  title: { en: 'Phantom passengers', zh: '虚构乘客' },
  runbook: {
    en: 'Ask police and ambulance who was in the car; compare the injuries with the damage; look at who treats them all.',
    zh: '向交警和急救核实车内人员；比对伤情与车损；查看是否由同一机构诊治。',
  },
  candidates: (context) => [...context.cycles, ...recurringOutsiders(context)],
  test: (facts) => {
    const road = facts.line === 'auto' || facts.line === 'accident'
    const seats = facts.passengerSeats / Math.max(1, facts.claims)
    if (!road || facts.claims < 2 || facts.persons < 3) return undefined
    const full = seats >= 1.5 && (facts.recurringPassengers > 0 || facts.sharedThings > 0)
    if (!full && facts.recurringPassengers < 3) return undefined
    const injured = facts.injuredSeats / Math.max(1, facts.passengerSeats)
    const reasons = [
      {
        text: {
          en: `${seats.toFixed(1)} passengers a car over ${facts.claims} claims, ${Math.round(injured * 100)} % of them injured`,
          zh: `${facts.claims} 起案件平均每车 ${seats.toFixed(1)} 名乘客，其中 ${Math.round(injured * 100)}% 称受伤`,
        },
        log_odds: 0.6 + 0.8 * injured,
      },
    ]
    if (facts.recurringPassengers > 0) {
      reasons.push({
        text: {
          en: `${facts.recurringPassengers} passengers ride in two or more of the accidents`,
          zh: `${facts.recurringPassengers} 名乘客出现在两起以上事故中`,
        },
        log_odds: Math.min(1.6, 0.5 * facts.recurringPassengers),
      })
    }
    return reasons
  },
}
